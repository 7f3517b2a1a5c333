import { expect, test } from 'vitest';
import { days, iso, rows, span, ticks, zoomed } from './placing';

test('a partial date covers all the days that it may mean', () => {
  expect(days('1970')).toEqual([0, 365]);
  expect(days('1970-02')).toEqual([31, 59]);
  expect(days('1970-01-02')).toEqual([1, 2]);
  expect(days('1865')[0]).toBeLessThan(0);
  expect(iso(days('0099-03-01')[0])).toBe('0099-03-01');
});

test('a side that is not known is open', () => {
  expect(span({ time_start: '1970', time_end: null })).toEqual([0, Infinity]);
  expect(span({ time_start: null, time_end: '1970' })).toEqual([-Infinity, 365]);
});

test('things of one lane do not cover each other', () => {
  expect(rows([[0, 10], [5, 6], [10, 12], [3, 4]], 2, 0, 3)).toEqual([0, 1, 0, 2]);
  expect(rows([[0, 10], [1, 2]], 2, 0, 1)).toEqual([0, -1]);
  expect(rows([[-Infinity, 5], [5, 6]], 2, 0, 2)).toEqual([0, 0]);
  expect(rows([[0, Infinity], [50, 51]], 2, 0, 2)).toEqual([0, 1]);
  expect(rows([[0, 10], [11, 12]], 2, 3, 2)).toEqual([0, 1]);
});

test('ticks go from decades to days', () => {
  expect(ticks(days('1990')[0], days('2025')[0], 6).map((tick) => tick.label)).toEqual(['1990', '1995', '2000', '2005', '2010', '2015', '2020', '2025']);
  expect(ticks(days('2022-01')[0], days('2022-12')[0], 8).map((tick) => tick.label)).toContain('2022-04');
  expect(ticks(days('2022-01-01')[0], days('2022-01-09')[0], 8).map((tick) => tick.label)).toContain('2022-01-05');
});

test('zooming keeps its place and stays within the whole', () => {
  expect(zoomed([0, 100], 0.5, 0.5, [0, 100])).toEqual([25, 75]);
  expect(zoomed([25, 75], 4, 0.5, [0, 100])).toEqual([0, 100]);
  expect(zoomed([90, 100], 2, 1, [0, 100])).toEqual([80, 100]);
  expect(zoomed([0, 8], 0.1, 0, [0, 100])).toEqual([0, 4]);
});
