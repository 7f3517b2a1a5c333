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

/** The unit that the heading of a column names, such as `Exports, USD` or `length_km`; empty where it names none. */
export function unitOf(heading: string, units: readonly string[]): string {
  const words = heading.toLowerCase().split(/[^\p{L}\p{N}%$€₸₽]+|_/u);
  const signs: Record<string, string> = { '%': 'percent', $: 'USD', '€': 'EUR', '₸': 'KZT', '₽': 'RUB' };
  const said = words.map((word) => signs[word]?.toLowerCase() ?? word);
  return units.find((unit) => said.includes(unit.toLowerCase()) || said.includes(`${unit.toLowerCase()}s`)) ?? '';
}
