"""Tarazy reads documents on international relations in Kazakh, Russian and English and keeps every claim with its sentence."""

__version__ = "0.1.0"
