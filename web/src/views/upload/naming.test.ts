import { describe, expect, it } from 'vitest';
import { size, unitOf, unlike } from './naming';

describe('files on their way', () => {
  it('have names of their own', () => {
    const taken = new Set(['a.txt', 'a (2).txt', 'b']);
    expect([unlike('a.txt', taken), unlike('b', taken), unlike('c.txt', taken)]).toEqual(['a (3).txt', 'b (2)', 'c.txt']);
  });
  it('have sizes that can be read', () => {
    const number = (value: number, options?: Intl.NumberFormatOptions) => new Intl.NumberFormat('en', options).format(value);
    expect([size(999, number), size(1500, number), size(25_000_000, number)]).toEqual(['999 byte', '1.5 kB', '25 MB']);
  });
  it('tell the unit of a column where its heading names one', () => {
    const units = ['USD', 'EUR', 'percent', 'km', 'tonne'];
    expect(['Exports, USD', 'length_km', 'share %', 'Tonnes', 'value', 'bcm', ''].map((heading) => unitOf(heading, units))).toEqual(['USD', 'km', 'percent', 'tonne', '', '', '']);
  });
});
