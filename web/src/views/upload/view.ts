import type { View } from '..';

export default { name: 'upload', path: '/upload', load: () => import('./Upload.svelte') } satisfies View;
