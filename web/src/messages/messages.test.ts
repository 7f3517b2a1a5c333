import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { describe, expect, it } from 'vitest';
import en from './en';
import kk from './kk';
import ru from './ru';

const languages: Record<string, Record<string, Record<string, string>>> = { en, kk, ru };

/** Names of the values that a message needs. */
function values(elements: MessageFormatElement[]): string[] {
  const found = elements.flatMap((one) => {
    if (one.type === TYPE.literal || one.type === TYPE.pound) return [];
    const inner = 'options' in one ? Object.values(one.options).flatMap((option) => values(option.value)) : [];
    return [one.value, ...inner];
  });
  return [...new Set(found)].sort();
}

describe.each(['kk', 'ru'])('messages in %s', (language) => {
  const other = languages[language]!;
  it('are in the same files', () => expect(Object.keys(other).sort()).toEqual(Object.keys(en).sort()));
  it.each(Object.keys(en))('%s has the same keys', (part) =>
    expect(Object.keys(other[part] ?? {}).sort()).toEqual(Object.keys(en[part]!).sort()),
  );
  it.each(Object.keys(en))('%s needs the same values', (part) => {
    for (const [key, text] of Object.entries(en[part]!))
      expect([key, ...values(parse(other[part]![key]!))]).toEqual([key, ...values(parse(text))]);
  });
  it('are not left in English', () => {
    const same = Object.entries(en).flatMap(([part, messages]) =>
      Object.entries(messages)
        .filter(([key, text]) => other[part]![key] === text && /[a-z]{4}/i.test(text.replace(/\{[^}]*\}/g, '')))
        .map(([key]) => `${part}.${key}`),
    );
    expect(same).toEqual(['shell.name']);
  });
});

it('plurals have the forms that each language has', () => {
  for (const [language, parts] of Object.entries(languages)) {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const messages of Object.values(parts))
      for (const [key, text] of Object.entries(messages))
        for (const one of parse(text))
          if (one.type === TYPE.plural)
            expect([key, ...Object.keys(one.options)]).toEqual(expect.arrayContaining(forms.filter((form) => form !== 'zero')));
  }
});
