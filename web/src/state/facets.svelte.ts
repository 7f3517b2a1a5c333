/** Counts beside the fields of the selection; asked for once, by the selection bar, and read by whoever wants them. */
import type { Facets } from '../api/client';
import type { Asked } from './asking.svelte';

class Counted {
  asked = $state.raw<Asked<Facets> | undefined>(undefined);
  readonly value = $derived(this.asked?.value);

  /** The name of an actor in the language of the page, as far as the counts know it. */
  name(actor: string): string {
    return this.value?.actor.find((one) => one.value === actor)?.name ?? actor;
  }
}

export const counted = new Counted();
