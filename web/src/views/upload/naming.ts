/** Names and sizes of files that are handed in. */

/** A name that no other of the names has: what comes twice gets a number. */
export function unlike(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let number = 2; ; number += 1) {
    const other = `${stem} (${number})${ending}`;
    if (!taken.has(other)) return other;
  }
}

/** Bytes as B, kB, MB. */
export function size(bytes: number, number: (value: number, options?: Intl.NumberFormatOptions) => string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  let at = 0;
  let value = bytes;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return number(value, { style: 'unit', unit: units[at]!, maximumFractionDigits: value < 10 && at ? 1 : 0 });
}
