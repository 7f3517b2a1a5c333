import { describe, expect, it } from 'vitest';
import { characters, clicked, sections, segments, step, stepStart, trimmed, within } from './laying';

const TEXT = 'Ол 🐫👨‍👩‍👧 е\u0301ді: «שָׁלוֹם» — 🇰🇿 соңы.';
const spans = [
  { start16: 0, end16: 20 },
  { start16: 3, end16: 9 },
  { start16: 5, end16: 24 },
];

describe('segments', () => {
  it('are the whole text, each under the claims that cover it, the shortest first', () => {
    const found = segments(0, 30, spans, [0, 1, 2]);
    expect(found.map((one) => [one.start, one.end])).toEqual([[0, 3], [3, 5], [5, 9], [9, 20], [20, 24], [24, 30]]);
    expect(found.map((one) => one.claims)).toEqual([[0], [1, 0], [1, 2, 0], [2, 0], [2], []]);
  });
  it('of a block know claims that begin before it or end behind it', () => {
    expect(segments(6, 8, spans, within(spans, 6, 8))).toEqual([{ start: 6, end: 8, claims: [1, 2, 0] }]);
    expect(within(spans, 20, 30)).toEqual([2]);
    expect(segments(24, 30, spans, [])).toEqual([{ start: 24, end: 30, claims: [] }]);
  });
});

describe('a click', () => {
  it('goes from the shortest claim to longer ones and back', () => {
    expect([clicked([1, 2, 0], -1), clicked([1, 2, 0], 1), clicked([1, 2, 0], 0)]).toEqual([1, 2, 1]);
  });
});

describe('characters', () => {
  it('are counted as Python does at each place', () => {
    const before = characters(TEXT);
    let unit = 0;
    [...TEXT].forEach((sign, count) => {
      expect(before(unit)).toBe(count);
      unit += sign.length;
    });
    expect(before(TEXT.length)).toBe([...TEXT].length);
  });
});

describe('sections', () => {
  it('are all blocks in order, none of them cut', () => {
    const blocks = [0, 10, 20, 400, 410, 900];
    const found = sections(blocks, 1000, 100);
    expect(found).toEqual([
      { begin: 0, end: 400, first: 0, last: 3 },
      { begin: 400, end: 900, first: 3, last: 5 },
      { begin: 900, end: 1000, first: 5, last: 6 },
    ]);
    expect(sections([0], 0, 100)).toEqual([{ begin: 0, end: 0, first: 0, last: 1 }]);
  });
});

describe('marking by words', () => {
  it('moves either end by a word', () => {
    const text = 'бір екі  үш';
    expect([step(text, 3, 1), step(text, 7, 1), step(text, 11, -1), step(text, 3, -1)]).toEqual([7, 11, 7, 0]);
    expect([stepStart(text, 0, 1), stepStart(text, 4, 1), stepStart(text, 9, -1), stepStart(text, 4, -1)]).toEqual([4, 9, 4, 0]);
  });
  it('leaves spaces at the ends out', () => {
    expect(trimmed('  a b ', 0, 6)).toEqual({ start: 2, end: 5 });
    expect(trimmed('   ', 0, 3)).toBeUndefined();
  });
});
