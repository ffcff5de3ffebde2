export { AccountPage, type AccountPageProps } from './pages/account-page.tsx';
export { type HistoryEntry, HistoryPage, type HistoryPageProps } from './pages/history-page.tsx';
export { type HeldField, OwnDataPage, type OwnDataPageProps } from './pages/own-data-page.tsx';
export { ReceiptsPage, type ReceiptsPageProps } from './pages/receipts-page.tsx';
export { RegisterPage, type RegisterPageProps } from './pages/register-page.tsx';
export { RegisteredPage, type RegisteredPageProps } from './pages/registered-page.tsx';
