/** The service's addresses, typed by its OpenAPI description. */
import createClient from 'openapi-fetch';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];
export type Claim = Schemas['ClaimRow'];
export type RecordRow = Schemas['RecordRow'];
export type RecordDetail = Schemas['RecordDetail'];
export type Finding = Schemas['FindingRow'];
export type Facets = Schemas['Facets'];
export type Overview = Schemas['Overview'];
export type Ruling = Schemas['Ruling'];

export const api = createClient<paths, 'application/json'>({
  baseUrl: location.origin,
  credentials: 'same-origin',
});

/** What the service answered instead of data, in one sentence. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    sentence: string,
  ) {
    super(sentence);
  }
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer; throws the sentence of a problem. */
export async function data<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data: found, error, response } = await answer;
  if (found !== undefined) return found;
  const said = (error as { detail?: unknown } | undefined)?.detail;
  throw new Refused(response.status, typeof said === 'string' ? said : `${response.status} ${response.statusText}`);
}
