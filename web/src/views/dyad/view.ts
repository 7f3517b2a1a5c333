import type { View } from '..';

export default { name: 'dyad', path: '/dyads/:left/:right', load: () => import('./Dyad.svelte') } satisfies View;
