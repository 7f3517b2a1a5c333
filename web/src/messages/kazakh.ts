/** Numbers and dates of Kazakh as CLDR has them; browsers of the Chromium family leave these out and would write 1,234.5 and «2026 M11 22». */
const MONTHS = ['қаңтар', 'ақпан', 'наурыз', 'сәуір', 'мамыр', 'маусым', 'шілде', 'тамыз', 'қыркүйек', 'қазан', 'қараша', 'желтоқсан'];
const SHORT = ['қаң.', 'ақп.', 'нау.', 'сәу.', 'мам.', 'мау.', 'шіл.', 'там.', 'қыр.', 'қаз.', 'қар.', 'жел.'];

/** A number: as in Russian, but for the space before the per cent. */
export function number(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat('ru', options).format(value).replace(/\s%/, '%');
}

/** A moment, to the month, the day or the minute. */
export function moment(at: Date, options: Intl.DateTimeFormatOptions): string {
  const zone = options.timeZone ? { timeZone: options.timeZone } : {};
  const format = new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone });
  const part = Object.fromEntries(format.formatToParts(at).map((one) => [one.type, one.value]));
  const long = [options.dateStyle, options.month].some((one) => one === 'long' || one === 'full');
  const month = (long ? MONTHS : SHORT)[Number(part['month']) - 1];
  const day = options.dateStyle || options.day ? ` ${Number(part['day'])}` : '';
  const time = options.timeStyle || options.hour ? `, ${part['hour']}:${part['minute']}` : '';
  return `${part['year']} ж.${day} ${month}${time}`;
}
