export { OutboundPage } from './console/outbound-page.tsx';
