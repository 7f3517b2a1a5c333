import { describe, expect, it } from 'vitest';
import { bars, extent, opening, yearOf } from './years';

const years = [
  { year: 1850, count: 1 },
  { year: 1991, count: 50 },
  { year: 1992, count: 0 },
  { year: 2025, count: 100 },
];

describe('the span that is shown', () => {
  it('leaves far-off few out', () => expect(extent(years)).toEqual({ first: 1991, last: 2025 }));
  it('holds what is chosen', () => expect(extent(years, { first: 1800, last: 2040 })).toEqual({ first: 1800, last: 2040 }));
  it('is never empty', () => {
    expect(extent([])).toEqual({ first: 1991, last: 1992 });
    expect(extent([{ year: 2000, count: 3 }])).toEqual({ first: 2000, last: 2001 });
  });
});

describe('bars', () => {
  it('are one a year where they fit', () => {
    expect(bars([{ year: 2001, count: 7 }], { first: 2000, last: 2002 }, 80).map((bar) => bar.count)).toEqual([0, 7, 0]);
  });
  it('cover every year once', () => {
    const found = bars([], { first: 1900, last: 2025 }, 40);
    expect(found.length).toBeLessThanOrEqual(40);
    expect(found.flatMap((bar) => Array.from({ length: bar.last - bar.first + 1 }, (_, at) => bar.first + at))).toEqual(
      Array.from({ length: 126 }, (_, at) => 1900 + at),
    );
  });
});

it('reads the year of a date', () => {
  expect([yearOf('2018-05'), yearOf(null), yearOf('x')]).toEqual([2018, undefined, undefined]);
});

describe('playing', () => {
  const span = { first: 1991, last: 2025 };
  it('begins where the window stands, and at the start where it stands at the end', () => {
    expect(opening(span, 2000, 2003)).toEqual({ first: 2000, length: 3 });
    expect(opening(span, 2020, 2025)).toEqual({ first: 1991, length: 5 });
  });
  it('takes five years where nothing is narrowed, fewer where there are fewer', () => {
    expect(opening(span, 1991, 2025)).toEqual({ first: 1991, length: 4 });
    expect(opening({ first: 2020, last: 2022 }, 2020, 2022)).toEqual({ first: 2020, length: 2 });
  });
});
