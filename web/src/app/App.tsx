import { Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { ErrorBoundary } from '@/ui/ErrorBoundary';
import { PageSkeleton } from '@/ui/Loading';
import { ToastProvider } from '@/ui/Toast';
import { NotFoundPage } from '@/pages/not-found/NotFoundPage';
import { Layout } from './Layout';
import { kRoutes } from './routes';
import { SignInDialogProvider } from './SignInDialog';

export function App() {
  return (
    <ToastProvider>
      <SignInDialogProvider>
        <Layout>
          <ErrorBoundary>
            <Suspense fallback={<PageSkeleton />}>
              <Switch>
                {kRoutes.map(({ path, page: Page }) => (
                  <Route key={path} path={path}>
                    <Page />
                  </Route>
                ))}
                <Route>
                  <NotFoundPage />
                </Route>
              </Switch>
            </Suspense>
          </ErrorBoundary>
        </Layout>
      </SignInDialogProvider>
    </ToastProvider>
  );
}
