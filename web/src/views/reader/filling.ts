/** The slots of a claim in a form: as text that people write, and what of it has changed. */
import type { Claim } from '../../api/client';

export interface Filled {
  kind: string;
  stage: string;
  modality: string;
  domain: string;
  time: string;
  quantities: string;
  object: string;
  speaker: string;
  participants: { actor: string; name: string; role: string; via?: string; surface?: string }[];
}

/** A time as `2018`, `2018-05-10`, `2018/2020`, `2018/` (since), `/2014` (until). */
export function timeText(start: string | null, end: string | null): string {
  if (start === end) return start ?? '';
  return `${start ?? ''}/${end ?? ''}`;
}

/** Figures as `2500000000 USD; ~23 percent`. */
export function amountsText(quantities: Claim['quantities']): string {
  return quantities.map((one) => `${one.relation === '=' ? '' : one.relation}${one.value} ${one.unit}`).join('; ');
}

/** The form of a claim, or an empty one of a kind. */
export function filled(claim: Claim | undefined, kind = 'agreement', role = 'party', domain = 'diplomacy'): Filled {
  if (!claim) {
    const empty = { actor: '', name: '', role };
    return { kind, stage: '', modality: 'asserted', domain, time: '', quantities: '', object: '', speaker: '', participants: [empty] };
  }
  return {
    kind: claim.kind,
    stage: claim.stage ?? '',
    modality: claim.modality,
    domain: claim.domain,
    time: timeText(claim.time_start, claim.time_end),
    quantities: amountsText(claim.quantities),
    object: claim.object ?? '',
    speaker: claim.speaker ?? '',
    participants: claim.participants.map((one) => ({
      actor: one.actor,
      name: one.name,
      role: one.role,
      ...(one.via ? { via: one.via } : {}),
      ...(one.surface ? { surface: one.surface } : {}),
    })),
  };
}

type Slots = Record<string, unknown>;

/** The slots as the service takes them; empty ones are empty texts. */
function slots(form: Filled): Slots {
  const { participants, ...texts } = form;
  const people = participants.filter((one) => one.actor).map(({ name: _, ...one }) => one);
  const trimmed = Object.entries(texts).map(([slot, value]) => [slot, value.trim()]);
  return { ...Object.fromEntries(trimmed), participants: people };
}

/** What was changed from one form to the other; with another kind the participants go along, whose roles depend on it. */
export function changes(before: Filled, after: Filled): Slots {
  const [old, now] = [slots(before), slots(after)];
  const changed = Object.keys(now).filter((slot) => JSON.stringify(now[slot]) !== JSON.stringify(old[slot]));
  if (changed.includes('kind') && !changed.includes('participants')) changed.push('participants');
  return Object.fromEntries(changed.map((slot) => [slot, now[slot]]));
}

/** All slots that have something in them. */
export function given(form: Filled): Slots {
  return Object.fromEntries(Object.entries(slots(form)).filter(([, value]) => value !== ''));
}
