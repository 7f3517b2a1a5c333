import { describe, expect, it } from 'vitest';
import { marked } from './marking';

const found = (text: string, ...forms: string[]) => marked(text, new Set(forms)).filter((one) => one.found).map((one) => one.text);

describe('words that were found', () => {
  it('are marked as whole words, whatever their case', () => {
    expect(found('Су туралы келісім. Суға, сумен', 'су', 'суға')).toEqual(['Су', 'Суға']);
    expect(found('Водой и вода', 'вода', 'водой')).toEqual(['Водой', 'вода']);
  });
  it('keep what joins their parts', () => {
    expect(found("Kazakhstan's Su-30SM", "kazakhstan's")).toEqual(["Kazakhstan's"]);
  });
  it('leave the text whole', () => {
    const text = '👩‍🌾 Су, «вода» é — water';
    expect(marked(text, new Set(['су', 'вода', 'water'])).map((one) => one.text).join('')).toBe(text);
    expect(marked('', new Set())).toEqual([]);
  });
});
