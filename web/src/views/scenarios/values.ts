/** What was typed into the form of a scenario, and what is sent of it. */
import type { Schemas } from '../../api/client';

export type Field = Schemas['FormField'];
export type Value = number | boolean | string | string[] | number[];

/** A value as the form shows it. */
export function typed(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.join(', ');
  return String(value);
}

const isNumber = (said: string) => /^[-+]?(\d+([.,]\d*)?|[.,]\d+)(e[-+]?\d+)?$/i.test(said.trim());
const toNumber = (said: string) => Number(said.trim().replace(',', '.'));

/** The value of what was typed; null where it is none, undefined where nothing was typed. */
export function valued(type: string, said: string): Value | null | undefined {
  if (!said.trim()) return undefined;
  if (type === 'number') return isNumber(said) ? toNumber(said) : null;
  if (type === 'whole') return /^[-+]?\d+$/.test(said.trim()) ? Number(said) : null;
  if (type === 'flag') return said === 'true';
  if (type === 'numbers') {
    const parts = said.split(/[;\s]+|,(?=\s)/).filter(Boolean);
    return parts.every(isNumber) ? parts.map(toNumber) : null;
  }
  if (type === 'actors' || type === 'names' || type === 'texts')
    return said.split(',').map((one) => one.trim()).filter(Boolean);
  return said.trim();
}

/** Whether a value keeps to the bounds of its field. */
export function fits(field: Field, value: Value | null): boolean {
  if (value === null) return false;
  const numbers = typeof value === 'number' ? [value] : Array.isArray(value) ? value.filter((one) => typeof one === 'number') : [];
  return numbers.every(
    (one) =>
      (field.minimum === null || one >= field.minimum) &&
      (field.maximum === null || one <= field.maximum) &&
      (field.above === null || one > field.above) &&
      (field.below === null || one < field.below),
  );
}

/** The bounds of a field, such as "0 – 1", "> 0"; empty where there are none. */
export function bounds(field: Field, number: (value: number) => string): string {
  const low = field.minimum ?? field.above;
  const high = field.maximum ?? field.below;
  if (low !== null && high !== null) return `${number(low)} – ${number(high)}`;
  if (low !== null) return `${field.minimum === null ? '>' : '≥'} ${number(low)}`;
  if (high !== null) return `${field.maximum === null ? '<' : '≤'} ${number(high)}`;
  return '';
}

/** Where names stand beside the ends of lines: each at its end, or below the one above it where there is no room. */
export function besides(ends: number[], room: number): number[] {
  const placed = [...ends];
  let last = -Infinity;
  for (const at of ends.map((_, at) => at).sort((one, other) => ends[one]! - ends[other]!)) {
    last = placed[at] = Math.max(ends[at]!, last + room);
  }
  return placed;
}
