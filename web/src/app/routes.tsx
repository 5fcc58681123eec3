import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

interface PageRoute {
  /** As wouter reads it: `/ke/:id`, `/documentation/*`. The server's list of pages is in src/web/application.cpp. */
  path: string;
  page: LazyExoticComponent<ComponentType>;
}

/** One line for each page; each is a chunk of its own and loaded when it is first shown. */
export const kRoutes: readonly PageRoute[] = [
  { path: '/', page: lazy(() => import('@/pages/start/StartPage')) },
  { path: '/aop-explorer', page: lazy(() => import('@/pages/aop-explorer/AopExplorerPage')) },
  { path: '/stats', page: lazy(() => import('@/pages/stats/StatsPage')) },
  { path: '/mapper', page: lazy(() => import('@/pages/mapper/MapperPage')) },
  { path: '/proposals/:uuid', page: lazy(() => import('@/pages/proposal/ProposalPage')) },
  { path: '/admin', page: lazy(() => import('@/pages/admin/review/ReviewPage')) },
  { path: '/admin/review', page: lazy(() => import('@/pages/admin/review/ReviewPage')) },
  { path: '/admin/guest-codes', page: lazy(() => import('@/pages/admin/GuestCodesPage')) },
  { path: '/admin/users', page: lazy(() => import('@/pages/admin/UsersPage')) },
  { path: '/admin/audit', page: lazy(() => import('@/pages/admin/AuditPage')) },
  { path: '/admin/descriptions', page: lazy(() => import('@/pages/admin/DescriptionsPage')) },
  { path: '/admin/exports', page: lazy(() => import('@/pages/admin/ExportsPage')) },
  { path: '/admin/health', page: lazy(() => import('@/pages/admin/HealthPage')) },
  { path: '/me', page: lazy(() => import('@/pages/me/MePage')) },
  { path: '/login', page: lazy(() => import('@/pages/sign-in/SignInPage')) },
  { path: '/explore', page: lazy(() => import('@/pages/explore/ExplorePage')) },
  { path: '/ke/:id', page: lazy(() => import('@/pages/key-event/KeyEventPage')) },
  { path: '/pathways/:id', page: lazy(() => import('@/pages/target/TargetPage')) },
  { path: '/mappings/:uuid', page: lazy(() => import('@/pages/mapping/MappingPage')) },
  { path: '/search', page: lazy(() => import('@/pages/search/SearchPage')) },
  { path: '/downloads', page: lazy(() => import('@/pages/downloads/DownloadsPage')) },
  { path: '/documentation', page: lazy(() => import('@/pages/documentation/DocumentationPage')) },
  { path: '/documentation/:name', page: lazy(() => import('@/pages/documentation/DocumentationPage')) },
  { path: '/privacy', page: lazy(() => import('@/pages/privacy/PrivacyPage')) },
];
