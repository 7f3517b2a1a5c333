/** What the balance view makes of the rows of /api/balance: cells, and what lies in the pans. Unknown is null, never 0. */
import type { Schemas } from '../../api/client';

export type Figure = Schemas['BalanceFigure'];
export type Share = Schemas['PartnerShare'];
export type PoleShare = Schemas['PoleShare'];

/** What one pole weighs in a period. */
export interface Side {
  share: number;
  low: number;
  high: number;
  /** Since the period before; null where that is unknown. */
  change: number | null;
  /** What each domain adds to the share, the most first. */
  parts: { domain: string; share: number }[];
}

export const COMPOSITE = 'composite';
export const NOTHING: Side = { share: 0, low: 0, high: 0, change: null, parts: [] };

/** A key for a cell of one actor: domain, unit and period. */
export const cellOf = (one: Pick<Figure, 'domain' | 'unit' | 'start'>): string => `${one.domain} ${one.unit ?? ''} ${one.start}`;

/** Shares by cell, the greatest first; rows without a partner (nothing known) are left out. */
export function byCell(shares: Share[]): Map<string, Share[]> {
  const known = shares.filter((one) => one.partner !== null && one.share !== null);
  const cells = new Map<string, Share[]>();
  for (const one of known) cells.set(cellOf(one), [...(cells.get(cellOf(one)) ?? []), one]);
  for (const rows of cells.values()) rows.sort((a, b) => b.share! - a.share! || a.partner!.localeCompare(b.partner!));
  return cells;
}

/** The domain whose rows the scales show: the one chosen, or all together, or the only one that there is. */
export function weighed(figures: Figure[], only: string | null): string | null {
  const domains = new Set(figures.map((one) => one.domain));
  if (only && domains.has(only)) return only;
  return domains.has(COMPOSITE) ? COMPOSITE : ([...domains][0] ?? null);
}

/**
 * What lies on each pole's side in one period, by the service's own figures: of one domain, or of the composite with the part that
 * each domain has in it, by the weights that the composite says it gave them. Nothing where the period is unknown.
 */
export function sides(figures: Figure[], poles: PoleShare[], start: number, domain: string | null): Map<string, Side> {
  const rows = poles.filter((one) => one.start === start);
  const weights = domain === COMPOSITE ? weightsSaid(figures.find((one) => one.domain === COMPOSITE && one.start === start)?.weights) : { [domain ?? '']: 1 };
  const total = Object.values(weights).reduce((sum, one) => sum + one, 0);
  const found = new Map<string, Side>();
  for (const row of rows.filter((one) => one.domain === domain)) {
    const parts = rows
      .filter((one) => one.pole === row.pole && one.domain in weights)
      .map((one) => ({ domain: one.domain, share: (one.share * weights[one.domain]!) / total }))
      .sort((a, b) => b.share - a.share || a.domain.localeCompare(b.domain));
    found.set(row.pole, { share: row.share, low: row.share_low ?? row.share, high: row.share_high ?? row.share, change: row.change, parts });
  }
  return found;
}

/** The weights of a composite as the service says them: `defence 1, education-culture 0.5`. */
export function weightsSaid(text: string | null | undefined): Record<string, number> {
  const pairs = (text ?? '').split(', ').filter(Boolean).map((one) => one.split(' '));
  return Object.fromEntries(pairs.map(([domain, value]) => [domain!, Number(value)]));
}

/** The poles by what they weigh over all of the sides given, the heaviest first; those of no pole are never first. */
export function heaviest(found: Map<string, Side>[]): string[] {
  const sums = new Map<string, number>();
  for (const one of found) for (const [pole, side] of one) sums.set(pole, (sums.get(pole) ?? 0) + side.share);
  return [...sums].filter(([pole]) => pole !== 'other').sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([pole]) => pole);
}

/** How far the beam dips to the right, from -1 to 1: nothing on either side is level. */
export function lean(left: number, right: number): number {
  return left + right > 0 ? (right - left) / (left + right) : 0;
}

/** The weight of a domain; 1 unless the reader has set it. */
export const weightOf = (weights: Record<string, number>, domain: string): number => weights[domain] ?? 1;

/** The weights as they stand in the address: `defence:2,economy:0.5`. */
export function readWeights(text: string | null): Record<string, number> {
  const found: Record<string, number> = {};
  for (const part of (text ?? '').split(',')) {
    const [domain, value] = part.split(':');
    const number = Number(value);
    if (domain && value && Number.isFinite(number) && number >= 0) found[domain] = number;
  }
  return found;
}

export function writeWeights(weights: Record<string, number>): string | null {
  const told = Object.entries(weights).filter(([, value]) => value !== 1);
  return told.length ? told.map(([domain, value]) => `${domain}:${value}`).join(',') : null;
}
