import type { View } from '..';

export default { name: 'conflicts', path: '/conflicts', order: 70, load: () => import('./Conflicts.svelte') } satisfies View;
