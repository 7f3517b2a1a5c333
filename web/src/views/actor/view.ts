import type { View } from '..';

export default { name: 'actor', path: '/actors/:actor', load: () => import('./Actor.svelte') } satisfies View;
