/** What a reader prefers: the language and the theme, kept in this browser; ?lang=kk in an address goes before. */
import { LANGUAGES, load, type Language } from '../messages/index.svelte';

export type Theme = 'auto' | 'light' | 'dark';

class Preferences {
  language = $state<Language>('en');
  theme = $state<Theme>('auto');

  async speak(language: Language) {
    await load(language);
    this.language = language;
    keep('language', language);
    document.documentElement.lang = language;
  }

  light(theme: Theme) {
    this.theme = theme;
    keep('theme', theme);
    if (theme === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }
}

export const preferences = new Preferences();

/** Take up what was preferred before. */
export async function start() {
  const theme = kept('theme');
  preferences.light(theme === 'light' || theme === 'dark' ? theme : 'auto');
  const asked = [new URLSearchParams(location.search).get('lang'), kept('language'), ...navigator.languages];
  const known = asked.map((one) => one?.slice(0, 2)).find((one) => LANGUAGES.includes(one as Language));
  await preferences.speak((known as Language | undefined) ?? 'en');
}

function keep(name: string, value: string) {
  try {
    localStorage.setItem(`tarazy.${name}`, value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

function kept(name: string): string | null {
  try {
    return localStorage.getItem(`tarazy.${name}`);
  } catch {
    return null;
  }
}
