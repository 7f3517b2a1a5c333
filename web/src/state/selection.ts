/** The selection as it stands in the address; the same fields as the service's. */
import type { operations } from '../api/schema';

export interface Selection {
  from: string | null;
  to: string | null;
  undated: boolean;
  actor: string[];
  match: 'all' | 'any';
  kind: string[];
  domain: string[];
  stage: string[];
  modality: string[];
  language: string[];
  source: string[];
  confidence: number;
  words: string;
  ruled: string[];
}

export const LISTS = ['actor', 'kind', 'domain', 'stage', 'modality', 'language', 'source', 'ruled'] as const;
export type ListField = (typeof LISTS)[number];

export const EVERYTHING: Readonly<Selection> = Object.freeze({
  from: null,
  to: null,
  undated: false,
  actor: [],
  match: 'all',
  kind: [],
  domain: [],
  stage: [],
  modality: [],
  language: [],
  source: [],
  confidence: 0,
  words: '',
  ruled: [],
});

export const FIELDS = Object.keys(EVERYTHING) as (keyof Selection)[];

/** The selection that an address holds. */
export function parse(query: URLSearchParams): Selection {
  const lists = Object.fromEntries(LISTS.map((name) => [name, [...new Set(query.getAll(name))].filter(Boolean)]));
  const confidence = Number(query.get('confidence') ?? 0);
  return {
    ...(lists as Record<ListField, string[]>),
    from: query.get('from') || null,
    to: query.get('to') || null,
    undated: query.get('undated') === 'true',
    match: query.get('match') === 'any' ? 'any' : 'all',
    confidence: confidence > 0 && confidence <= 1 ? confidence : 0,
    words: query.get('words') ?? '',
  };
}

/** The selection as a request has it. */
export type Parameters = Pick<NonNullable<operations['facets']['parameters']['query']>, keyof Selection>;

/** The parameters of a selection, those left out that keep everything; as the address and as a request have them. */
export function parameters(selection: Selection): Parameters {
  const found: Parameters = {};
  for (const name of LISTS) if (selection[name].length) found[name] = selection[name];
  if (selection.from) found.from = selection.from;
  if (selection.to) found.to = selection.to;
  if (selection.undated) found.undated = true;
  if (selection.match !== 'all' && selection.actor.length > 1) found.match = selection.match;
  if (selection.confidence) found.confidence = selection.confidence;
  if (selection.words.trim()) found.words = selection.words.trim();
  return found;
}

/** Parameters as the query of an address. */
export function query(parameters: Record<string, unknown>): URLSearchParams {
  const found = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    for (const one of Array.isArray(value) ? value : [value]) found.append(name, String(one));
  return found;
}

/** An address's query with this selection; what other parameters it has (those of a view) stay. */
export function written(selection: Selection, others: URLSearchParams): URLSearchParams {
  const found = query(parameters(selection));
  for (const [name, value] of others) if (!FIELDS.includes(name as keyof Selection)) found.append(name, value);
  return found;
}

/** How many fields of the selection leave something out. */
export function narrowed(selection: Selection): number {
  const names = Object.keys(parameters(selection)).filter((name) => name !== 'match' && name !== 'undated');
  return names.filter((name) => !(name === 'to' && names.includes('from'))).length;
}
