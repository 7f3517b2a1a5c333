/** The page's words in Kazakh, Russian and English: a file for each part and language, in ICU MessageFormat. */
import { IntlMessageFormat } from 'intl-messageformat';
import * as kazakh from './kazakh';

export const LANGUAGES = ['kk', 'ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
type Parts = Record<string, Record<string, string>>;
type Values = Record<string, string | number | Date>;

const files: Record<Language, () => Promise<{ default: Parts }>> = {
  kk: () => import('./kk'),
  ru: () => import('./ru'),
  en: () => import('./en'),
};

class Spoken {
  language = $state<Language>('en');
  parts = $state.raw<Parts>({});
  formats = new Map<string, IntlMessageFormat>();
}
const spoken = new Spoken();

/** Load the words of a language and speak it from now on. */
export async function load(language: Language) {
  const { default: parts } = await files[language]();
  spoken.formats.clear();
  spoken.parts = parts;
  spoken.language = language;
}

/**
 * The words of one part, such as `const t = words<typeof import('../messages/en/shell.json')>('shell')`; then `t('title')`.
 * A word of the codebook that has no message is shown as it is.
 */
export function words<Messages extends Record<string, string>>(part: string) {
  return (key: keyof Messages & string, values?: Values): string => say(part, key, values);
}

const vocabulary = (key: string): string | undefined => spoken.parts['words']?.[key];

/** A word of the codebook: `word('kind', 'agreement')`. */
export function word(field: string, value: string): string {
  return vocabulary(`${field}.${value}`) ?? value;
}

/** A number as the language writes it. */
export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return spoken.language === 'kk' ? kazakh.number(value, options) : new Intl.NumberFormat(spoken.language, options).format(value);
}

/** A moment as a date (and time) of the language. */
export function moment(iso: string, options: Intl.DateTimeFormatOptions = { dateStyle: 'medium' }): string {
  const at = new Date(iso);
  return spoken.language === 'kk' ? kazakh.moment(at, options) : new Intl.DateTimeFormat(spoken.language, options).format(at);
}

/** Figures within messages are written as all others are. */
const FORMATTERS = {
  getNumberFormat: (_: unknown, options?: Intl.NumberFormatOptions) => ({ format: (value: number) => number(value, options) }) as Intl.NumberFormat,
  getDateTimeFormat: (locales?: string | string[], options?: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locales, options),
  getPluralRules: (locales?: string | string[], options?: Intl.PluralRulesOptions) => new Intl.PluralRules(locales, options),
};

function say(part: string, key: string, values?: Values): string {
  const text = spoken.parts[part]?.[key];
  if (text === undefined) return key;
  if (!values && !text.includes('{') && !text.includes("'")) return text;
  const name = `${part}.${key}`;
  let format = spoken.formats.get(name);
  if (!format) spoken.formats.set(name, (format = new IntlMessageFormat(text, spoken.language, undefined, { formatters: FORMATTERS })));
  return String(format.format(values));
}
