/** What the service answered instead of data, and which sentence of the page tells it. */
import type { components } from './schema';

type Code = components['schemas']['Problem']['code'];
/** What the page has a sentence for: the kinds of problem of the service, that it does not answer, and a fault of the page itself. */
export type Told = Code | 'offline' | 'page';

const CODES: Record<Code, true> = {
  token: true,
  'unknown-token': true,
  'reading-only': true,
  'other-site': true,
  missing: true,
  overtaken: true,
  large: true,
  unfit: true,
  unreadable: true,
  often: true,
  busy: true,
  full: true,
  store: true,
  fault: true,
};
/** What answers without a code is something between the page and the service. */
const STATUSES: Record<number, Told> = { 0: 'offline', 401: 'token', 403: 'reading-only', 404: 'missing', 409: 'overtaken', 413: 'large', 429: 'often', 500: 'fault' };
/** Where the service's own sentence says more than the page's: which argument, which file. */
const MORE = new Set<Told>(['missing', 'large', 'unfit', 'unreadable', 'busy', 'full', 'store']);

const isCode = (code: unknown): code is Code => typeof code === 'string' && Object.hasOwn(CODES, code);

/** A refusal of the service (`detail` is its own sentence, in English); status 0 where it did not answer at all. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string = '',
    readonly detail = '',
  ) {
    super(detail || code || String(status));
  }

  /** The refusal that the body of an answer tells, whoever has sent it. */
  static by(status: number, body: unknown): Refused {
    const { code, detail } = (typeof body === 'object' && body !== null ? body : {}) as { code?: unknown; detail?: unknown };
    return new Refused(status, typeof code === 'string' ? code : '', typeof detail === 'string' ? detail : '');
  }
}

/** Which sentence tells an error, and what stands below it. */
export function telling(error: unknown): { told: Told; detail: string } {
  if (!(error instanceof Refused)) return { told: 'page', detail: error instanceof Error ? error.message : String(error) };
  const told = isCode(error.code) ? error.code : (STATUSES[error.status] ?? (error.status >= 500 ? 'offline' : 'unfit'));
  return { told, detail: MORE.has(told) ? error.detail : '' };
}
