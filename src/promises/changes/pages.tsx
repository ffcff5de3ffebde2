export { type BehaviourChange, ChangesPage, type ChangesPageProps, type SettingChange } from './pages/changes-page.tsx';
export { type PolicyOnPage, PolicyPage, type PolicyPageProps, type PolicySection } from './pages/policy-page.tsx';
export { VersionPage } from './pages/version-page.tsx';
export { type VersionLine, VersionsPage, type VersionsPageProps } from './pages/versions-page.tsx';
export type { Run, SectionChange, SentenceChange } from './pages/words-change.tsx';
