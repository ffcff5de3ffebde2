export { BulletinPage, type BulletinPageProps } from './console/bulletin-page.tsx';
export { type BulletinState, BulletinsPage, type BulletinsPageProps } from './console/bulletins-page.tsx';
