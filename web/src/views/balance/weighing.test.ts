import { expect, test } from 'vitest';
import { svg } from '../../parts/picture';
import { angleOf, scales } from './drawing';
import { pictured } from './picturing';
import { byCell, cellOf, heaviest, lean, readWeights, sides, weighed, weightsSaid, writeWeights, type Figure, type PoleShare, type Share } from './weighing';

const cell = (domain: string, start: number) => ({ actor: 'KAZ', domain, unit: null, start, end: start + 9, status: 'known' as const, ties: 1, records: 1 });
const share = (domain: string, partner: string | null, value: number | null, start = 2000): Share => ({ ...cell(domain, start), partner, share: value, share_low: value, share_high: value, weight: 1, pole: null });
const pole = (domain: string, name: string, value: number, start = 2000): PoleShare => ({ ...cell(domain, start), pole: name, share: value, share_low: value - 0.1, share_high: value + 0.1, change: null });
const figure = (domain: string, weights: string | null = null, start = 2000) => ({ ...cell(domain, start), weights }) as Figure;

const FIGURES = [figure('defence'), figure('economy'), figure('water'), figure('composite', 'defence 1, economy 3')];
const POLES = [pole('defence', 'russia', 0.8), pole('defence', 'turkic', 0.2), pole('economy', 'china', 0.5), pole('economy', 'russia', 0.3), pole('economy', 'other', 0.2), pole('composite', 'russia', 0.425), pole('composite', 'china', 0.375), pole('composite', 'other', 0.15), pole('composite', 'turkic', 0.05), pole('composite', 'russia', 1, 2010)];

test('the sides are the figures of the service, their parts those of the domains by the weights that it says', () => {
  const found = sides(FIGURES, POLES, 2000, 'composite');
  const russia = found.get('russia')!;
  [russia.share, russia.low, russia.high].forEach((one, at) => expect(one).toBeCloseTo([0.425, 0.325, 0.525][at]!));
  expect(russia.parts.map((one) => one.domain)).toEqual(['economy', 'defence']);
  for (const side of found.values()) expect(side.parts.reduce((sum, one) => sum + one.share, 0)).toBeCloseTo(side.share);
  expect(sides(FIGURES, POLES, 1990, 'composite').size).toBe(0);
});

test('one domain lies on the scales alone', () => {
  const found = sides(FIGURES, POLES, 2000, 'economy');
  expect([...found.keys()]).toEqual(['china', 'russia', 'other']);
  expect(found.get('china')!.parts).toEqual([{ domain: 'economy', share: 0.5 }]);
  expect(weighed(FIGURES, 'economy')).toBe('economy');
  expect(weighed(FIGURES, 'transport')).toBe('composite');
  expect(weighed([figure('water')], null)).toBe('water');
  expect(weighed([], null)).toBeNull();
});

test('the heaviest poles come first, others never', () => {
  expect(heaviest([sides(FIGURES, POLES, 2000, 'composite'), new Map()])).toEqual(['russia', 'china', 'turkic']);
});

test('the greatest share of a cell comes first, and unknown is no share', () => {
  const cells = byCell([share('economy', 'RUS', 0.3), share('economy', 'CHN', 0.5), share('water', null, null), share('economy', 'KGZ', 0.3)]);
  expect(cells.get(cellOf(cell('economy', 2000)))!.map((one) => one.partner)).toEqual(['CHN', 'KGZ', 'RUS']);
  expect(cells.has(cellOf(cell('water', 2000)))).toBe(false);
});

test('the beam leans to the heavier side', () => {
  expect(lean(0.2, 0.6)).toBeCloseTo(0.5);
  expect(lean(0, 0)).toBe(0);
  expect(lean(1, 0)).toBe(-1);
  expect(angleOf(0.1, 0.3)).toBeGreaterThan(0);
});

test('blocks are as high as they weigh, and what is unknown has none', () => {
  const [a, b] = [sides(FIGURES, POLES, 2000, 'composite').get('russia')!, sides(FIGURES, POLES, 2000, 'composite').get('china')!];
  const drawn = scales(a, b, 0, true, { colour: (token) => token, name: (domain) => domain });
  const heights = drawn.flatMap((one) => (one.kind === 'path' && one.title ? [[one.title, Number(/v([\d.]+)h/.exec(one.d)![1]) + 1] as const] : []));
  expect(heights.map(([domain]) => domain)).toEqual(['economy', 'defence', 'economy']);
  expect(heights[0]![1] / heights[2]![1]).toBeCloseTo(0.225 / 0.375, 3);
  const empty = scales(a, b, 0, false, { colour: (token) => token, name: (domain) => domain });
  expect(empty.some((one) => one.kind === 'path' && one.title)).toBe(false);
});

test('the saved picture names what it shows', () => {
  const words = { colour: () => 'black', pole: (one: string) => `<${one}>`, domain: (one: string) => one, percent: (value: number) => `${Math.round(100 * value)}%`, unknown: 'unknown' };
  const actors = [{ name: 'Kazakhstan', sides: sides(FIGURES, POLES, 2000, 'composite') }, { name: 'Uzbekistan', sides: new Map() }];
  const written = svg(pictured(actors, { left: 'russia', right: 'china', years: '2000–2009' }, words), 'Balance');
  for (const told of ['Kazakhstan, 2000–2009', '&lt;russia&gt;', '38% (28%–48%)', 'economy 38%', 'Uzbekistan, 2000–2009', 'unknown']) expect(written).toContain(told);
  expect(written).not.toMatch(/NaN|undefined/);
});

test('weights stand in the address, and the service says them', () => {
  expect(readWeights('defence:2,economy:0.5,x:-1,y')).toEqual({ defence: 2, economy: 0.5 });
  expect(writeWeights({ defence: 2, economy: 1 })).toBe('defence:2');
  expect(writeWeights({ economy: 1 })).toBeNull();
  expect(weightsSaid('defence 1, education-culture 0.5')).toEqual({ defence: 1, 'education-culture': 0.5 });
  expect(weightsSaid(null)).toEqual({});
});
