/** The pages of this promise for the administration. */

export { ACTIVITY_DAYS, ACTIVITY_SERIES, type ActivitySeries } from './console/activity.tsx';
export { ClaimPage } from './console/claim-page.tsx';
export { ConsoleHomePage } from './console/console-home-page.tsx';
export { CredentialsPage } from './console/credentials-page.tsx';
export { JobsPage } from './console/jobs-page.tsx';
export { NeedsFactorPage } from './console/needs-factor-page.tsx';
export { PeoplePage } from './console/people-page.tsx';
export { PersonCardPage } from './console/person-card-page.tsx';
export { SettingsPage } from './console/settings-page.tsx';
export { StaffPage } from './console/staff-page.tsx';
