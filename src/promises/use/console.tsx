export { type BackupPlan, BackupsPage } from './console/backups-page.tsx';
export { NoticesPage } from './console/notices-page.tsx';
export { QualityPage } from './console/quality-page.tsx';
export { UnsettledPage } from './console/unsettled-page.tsx';
