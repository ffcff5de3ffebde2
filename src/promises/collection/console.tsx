export { CannedAnswersPage } from './console/canned-answers-page.tsx';
export { DemandsPage } from './console/demands-page.tsx';
export { DeskPage, type DeskPageProps } from './console/desk-page.tsx';
export { InboxPage } from './console/inbox-page.tsx';
export { OpenedSubmissionPage } from './console/opened-submission-page.tsx';
export { ReviewPage } from './console/review-page.tsx';
export { StartDemandPage } from './console/start-demand-page.tsx';
export { WaitingConversationPage } from './console/waiting-conversation-page.tsx';
export { WaitingConversationsPage } from './console/waiting-conversations-page.tsx';
