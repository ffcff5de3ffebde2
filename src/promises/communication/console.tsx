export { BulletinPage } from './console/bulletin-page.tsx';
export { type BulletinState, BulletinsPage } from './console/bulletins-page.tsx';
export { DeliveryPage } from './console/delivery-page.tsx';
export { BulletinLook } from './console/look.tsx';
