/** What the balance view computes from the rows of /api/balance: cells, sides, composites. Unknown is null, never 0. */

/** One actor in one domain, unit and period. */
interface Cell {
  actor: string;
  domain: string;
  unit: string | null;
  start: number;
  end: number;
  status: string;
  ties: number;
  records: string[];
}

export interface Share extends Cell {
  partner: string | null;
  share: number | null;
  share_low: number | null;
  share_high: number | null;
  weight: number | null;
  pole: string | null;
}

export interface Figure extends Cell {
  total: number | null;
  partners: number | null;
  top: string | null;
  top_share: number | null;
  hhi: number | null;
  effective_1: number | null;
  balance: number | null;
  balance_low: number | null;
  balance_high: number | null;
}

export interface Side {
  share: number;
  low: number;
  high: number;
  /** What each domain adds to the share. */
  parts: { domain: string; share: number }[];
}

export const COMPOSITE = 'composite';

/** A key for a cell of one actor: domain and period. */
export const cellOf = (one: Pick<Cell, 'domain' | 'unit' | 'start'>): string =>
  `${one.domain} ${one.unit ?? ''} ${one.start}`;

/** Shares by cell, the greatest first; rows without a partner (nothing known) are left out. */
export function byCell(shares: Share[]): Map<string, Share[]> {
  const cells = new Map<string, Share[]>();
  for (const one of shares) {
    if (one.partner === null || one.share === null) continue;
    const key = cellOf(one);
    cells.set(key, [...(cells.get(key) ?? []), one]);
  }
  for (const rows of cells.values()) rows.sort((a, b) => (b.share ?? 0) - (a.share ?? 0) || (a.partner ?? '').localeCompare(b.partner ?? ''));
  return cells;
}

/**
 * The weight on each pole in one period: the mean of its shares over the domains in which something is known, by the reader's weights.
 * Bounds add up the bounds of single shares, so they are wide rather than narrow.
 */
export function sides(shares: Share[], start: number, weights: Record<string, number>, only?: string): Map<string, Side> {
  const here = shares.filter((one) => one.start === start && one.partner !== null && one.share !== null && (only ? one.domain === only : one.domain !== COMPOSITE));
  const domains = [...new Set(here.map((one) => one.domain))];
  const total = domains.reduce((sum, domain) => sum + weightOf(weights, domain), 0);
  const poles = new Map<string, Side>();
  if (!total) return poles;
  for (const one of here) {
    const part = weightOf(weights, one.domain) / total;
    const pole = one.pole ?? 'other';
    const side = poles.get(pole) ?? { share: 0, low: 0, high: 0, parts: [] };
    const share = (one.share ?? 0) * part;
    side.share += share;
    side.low += (one.share_low ?? one.share ?? 0) * part;
    side.high += (one.share_high ?? one.share ?? 0) * part;
    const known = side.parts.find((each) => each.domain === one.domain);
    if (known) known.share += share;
    else side.parts.push({ domain: one.domain, share });
    poles.set(pole, side);
  }
  for (const side of poles.values()) side.high = Math.min(1, side.high);
  return poles;
}

/** The weight of a domain; 1 unless the reader has set it. */
export const weightOf = (weights: Record<string, number>, domain: string): number => weights[domain] ?? 1;

/** How far the beam dips to the right, from -1 to 1: nothing on either side is level. */
export function lean(left: number, right: number): number {
  return left + right > 0 ? (right - left) / (left + right) : 0;
}

/** The weights as they stand in the address: `defence:2,economy:0.5`. */
export function readWeights(text: string | null): Record<string, number> {
  const found: Record<string, number> = {};
  for (const part of (text ?? '').split(',')) {
    const [domain, value] = part.split(':');
    const number = Number(value);
    if (domain && value && Number.isFinite(number) && number >= 0) found[domain] = number;
  }
  return found;
}

export function writeWeights(weights: Record<string, number>): string | null {
  const told = Object.entries(weights).filter(([, value]) => value !== 1);
  return told.length ? told.map(([domain, value]) => `${domain}:${value}`).join(',') : null;
}
