export type { DealingState } from './pages/dealing-badge.tsx';
export { type DealingField, DealingPage, type DealingPageProps } from './pages/dealing-page.tsx';
export { DealingsPage, type DealingsPageProps } from './pages/dealings-page.tsx';
export { StartTransferPage, type StartTransferPageProps, type TransferChoice } from './pages/start-transfer-page.tsx';
export type { TransferState } from './pages/transfer-badge.tsx';
export { type TransferField, TransferPage, type TransferPageProps } from './pages/transfer-page.tsx';
export { TransfersPage, type TransfersPageProps } from './pages/transfers-page.tsx';
