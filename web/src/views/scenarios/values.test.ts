import { describe, expect, it } from 'vitest';
import { besides, bounds, fits, typed, valued, type Field } from './values';

const field = (more: Partial<Field>): Field => ({
  name: 'x',
  title: 'x',
  type: 'number',
  unit: '',
  value: null,
  minimum: null,
  maximum: null,
  above: null,
  below: null,
  choices: [],
  shown: '',
  ...more,
});

describe('what is typed into a form', () => {
  it('is a number with a point or a comma', () => {
    expect([valued('number', '1.5'), valued('number', ' 1,5 '), valued('number', '1e3'), valued('number', '-2')]).toEqual([1.5, 1.5, 1000, -2]);
    expect([valued('number', 'a'), valued('number', '1 000'), valued('whole', '1.5'), valued('number', 'Infinity')]).toEqual([null, null, null, null]);
    expect(valued('number', '  ')).toBeUndefined();
  });
  it('is a list where the field holds one', () => {
    expect(valued('actors', 'KAZ, UZB,')).toEqual(['KAZ', 'UZB']);
    expect(valued('numbers', '3, 3,5; 4')).toEqual([3, 3.5, 4]);
    expect(valued('numbers', '3, x')).toBeNull();
  });
  it('comes back as it was shown', () => {
    for (const [type, value] of [['numbers', [1, 2.5]], ['names', ['a', 'b']], ['number', 0.25], ['text', 'so']] as const)
      expect(valued(type, typed(value))).toEqual(value);
    expect([valued('flag', typed(true)), valued('flag', typed(false))]).toEqual([true, false]);
  });
  it('keeps to the bounds', () => {
    expect(fits(field({ minimum: 0, maximum: 1 }), 1)).toBe(true);
    expect(fits(field({ above: 0 }), 0)).toBe(false);
    expect(fits(field({ below: 1 }), [0.5, 1])).toBe(false);
    expect(fits(field({}), null)).toBe(false);
  });
  it('has bounds that can be read', () => {
    const said = (more: Partial<Field>) => bounds(field(more), String);
    expect([said({ minimum: 0, maximum: 1 }), said({ above: 0 }), said({ maximum: 5 }), said({})]).toEqual(['0 – 1', '> 0', '≤ 5', '']);
  });
});

describe('names beside the ends of lines', () => {
  it('stand at their ends where there is room, else below each other', () => {
    expect(besides([100, 10, 104, 60], 15)).toEqual([100, 10, 115, 60]);
    expect(besides([5, 5, 5], 10)).toEqual([5, 15, 25]);
    expect(besides([], 10)).toEqual([]);
  });
});
