export { ChangesPage, type ChangesPageProps } from './pages/changes-page.tsx';
export { ComparingPage, DraftComparingPage } from './pages/comparing-page.tsx';
export { type EditorProblem, PolicyEditorPage } from './pages/policy-editor-page.tsx';
export { type PolicyOnPage, PolicyPage, type PolicySection } from './pages/policy-page.tsx';
export { PolicyPreviewPage, type PolicyPreviewProps } from './pages/policy-preview-page.tsx';
export { ReplayPage, type ReplayPageProps } from './pages/replay-page.tsx';
export { VersionPage } from './pages/version-page.tsx';
export { VersionsPage } from './pages/versions-page.tsx';
