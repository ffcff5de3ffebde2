export type { DealingState } from './pages/dealing-badge.tsx';
export { DealingPage, type DealingPageProps } from './pages/dealing-page.tsx';
export { DealingsPage } from './pages/dealings-page.tsx';
export { EnterPage, EnterProblemPage, LeaveServicesPage, LeftServicesPage } from './pages/enter-page.tsx';
export { LeavePage } from './pages/leave-page.tsx';
export { StartTransferPage } from './pages/start-transfer-page.tsx';
export type { TransferState } from './pages/transfer-badge.tsx';
export { TransferPage, type TransferPageProps } from './pages/transfer-page.tsx';
export { TransfersPage } from './pages/transfers-page.tsx';
