import { describe, expect, it } from 'vitest';
import { dense, grid, pictured, shade, type Cell } from './domainYears';

const years = (counts: Record<number, number>) => Object.entries(counts).map(([year, count]) => ({ year: Number(year), count }));

describe('the years worth drawing', () => {
  it('leave out a few that stand far away, at either end', () => {
    expect(dense(years({ 1874: 1, 1992: 20, 2020: 30, 2024: 1, 2050: 1 }))).toEqual([1992, 2024]);
  });
  it('keep what is near, and what is more than a few', () => {
    expect(dense(years({ 1992: 20, 2020: 30, 2027: 1 }))).toEqual([1992, 2027]);
    expect(dense(years({ 1950: 10, 1992: 20, 2020: 30 }))).toEqual([1950, 2020]);
    expect(dense(years({ 1990: 1, 2020: 1 }))).toEqual([1990, 2020]);
  });
  it('are none of nothing', () => expect(dense(years({ 2020: 0 }))).toBeNull());
});

describe('the grid', () => {
  const cells: Cell[] = [
    { domain: 'water', year: 2020, count: 1 },
    { domain: 'energy', year: 2022, count: 40 },
    { domain: 'water', year: 2050, count: 1 },
    { domain: 'water', year: 2021, count: 0 },
  ];
  const found = grid(cells);
  it('has all years between, tells those it leaves out, and every record once', () => {
    expect(found.years).toEqual([2020, 2021, 2022]);
    expect(found.beyond).toEqual([{ year: 2050, count: 1 }]);
    expect(found.domains.map((one) => [one.domain, one.total])).toEqual([['energy', 40], ['water', 2]]);
    expect(grid([...cells].reverse())).toEqual(found);
  });
  it('is drawn with a box a cell, darker where there is more', () => {
    const shapes = pictured(found, 'KAZ', (token) => token, (domain) => domain.toUpperCase()).shapes;
    expect(shapes.filter((one) => one.kind === 'path' && one.fill === 'wash')).toHaveLength(6);
    expect(shapes.find((one) => one.kind === 'path' && one.fill === 'energy')).toMatchObject({ opacity: 1 });
    expect(shapes.some((one) => one.kind === 'label' && one.text === 'ENERGY 40')).toBe(true);
    expect(shade(1, 40)).toBeLessThan(shade(2, 40));
  });
});
