export { DemandsPage, type DemandsPageProps } from './console/demands-page.tsx';
export { DeskPage, type DeskPageProps } from './console/desk-page.tsx';
export { ReviewPage, type ReviewPageProps } from './console/review-page.tsx';
export { StartDemandPage, type StartDemandPageProps } from './console/start-demand-page.tsx';
export { WaitingConversationPage, type WaitingConversationPageProps } from './console/waiting-conversation-page.tsx';
export { WaitingConversationsPage, type WaitingConversationsPageProps } from './console/waiting-conversations-page.tsx';
