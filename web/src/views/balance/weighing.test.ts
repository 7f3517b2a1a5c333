import { expect, test } from 'vitest';
import { byCell, lean, readWeights, sides, writeWeights, type Share } from './weighing';

const share = (domain: string, partner: string | null, value: number | null, pole: string | null, start = 2000): Share => ({
  actor: 'KAZ', domain, unit: null, start, end: start + 9, status: 'known', partner, share: value,
  share_low: value === null ? null : value - 0.1, share_high: value === null ? null : value + 0.1, weight: 1, ties: 1, pole, records: [],
});

const ROWS = [
  share('defence', 'RUS', 0.8, 'russia'),
  share('defence', 'TUR', 0.2, 'turkic'),
  share('economy', 'CHN', 0.5, 'china'),
  share('economy', 'RUS', 0.3, 'russia'),
  share('economy', 'ITA', 0.2, 'west'),
  share('water', null, null, null),
  share('composite', 'RUS', 0.9, 'russia'),
  share('defence', 'RUS', 1, 'russia', 2010),
];

test('poles weigh the mean of their shares over the domains that are known', () => {
  const poles = sides(ROWS, 2000, {});
  expect(poles.get('russia')!.share).toBeCloseTo(0.55);
  expect(poles.get('russia')!.low).toBeCloseTo(0.45);
  expect(poles.get('russia')!.parts).toEqual([{ domain: 'defence', share: 0.4 }, { domain: 'economy', share: 0.15 }]);
  expect([...poles.values()].reduce((sum, one) => sum + one.share, 0)).toBeCloseTo(1);
});

test('weights of the reader shift it, and a weight of 0 takes a domain out', () => {
  expect(sides(ROWS, 2000, { economy: 3 }).get('russia')!.share).toBeCloseTo((0.8 + 3 * 0.3) / 4);
  expect(sides(ROWS, 2000, { defence: 0 }).get('russia')!.share).toBeCloseTo(0.3);
  expect(sides(ROWS, 2000, { defence: 0, economy: 0 }).size).toBe(0);
  expect(sides(ROWS, 2000, {}, 'defence').get('russia')!.share).toBeCloseTo(0.8);
});

test('the greatest share of a cell comes first, and unknown is no share', () => {
  const cells = byCell(ROWS);
  expect(cells.get('economy  2000')!.map((one) => one.partner)).toEqual(['CHN', 'RUS', 'ITA']);
  expect(cells.has('water  2000')).toBe(false);
});

test('the beam leans to the heavier side', () => {
  expect(lean(0.2, 0.6)).toBeCloseTo(0.5);
  expect(lean(0, 0)).toBe(0);
  expect(lean(1, 0)).toBe(-1);
});

test('weights stand in the address', () => {
  expect(readWeights('defence:2,economy:0.5,x:-1,y')).toEqual({ defence: 2, economy: 0.5 });
  expect(writeWeights({ defence: 2, economy: 1 })).toBe('defence:2');
  expect(writeWeights({ economy: 1 })).toBeNull();
});
