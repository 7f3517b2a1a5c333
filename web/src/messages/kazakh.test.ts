import { expect, test } from 'vitest';
import { moment, number } from './kazakh';

const spaced = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

test('numbers are written as in Kazakhstan', () => {
  expect(spaced(number(1234567.5))).toBe('1 234 567,5');
  expect(number(0.354, { style: 'percent', maximumFractionDigits: 0 })).toBe('35%');
  expect(number(31, { signDisplay: 'exceptZero' })).toBe('+31');
});

test('dates name the months', () => {
  const at = new Date('2026-11-02T09:05:00Z');
  const UTC = { timeZone: 'UTC' };
  expect(moment(at, { dateStyle: 'medium', ...UTC })).toBe('2026 ж. 2 қар.');
  expect(moment(at, { dateStyle: 'long', ...UTC })).toBe('2026 ж. 2 қараша');
  expect(moment(at, { month: 'short', year: 'numeric', ...UTC })).toBe('2026 ж. қар.');
  expect(moment(at, { dateStyle: 'medium', timeStyle: 'short', ...UTC })).toBe('2026 ж. 2 қар., 09:05');
  expect(moment(new Date('2026-01-31T20:30:00Z'), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'Asia/Almaty' })).toBe('2026 ж. 1 ақп.');
});
