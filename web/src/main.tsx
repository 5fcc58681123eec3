import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from '@/api/client';
import { App } from '@/app/App';
import { applyTheme, storedTheme } from '@/app/theme';
import '@/styles/tokens.css';
import '@/styles/base.css';
import '@/styles/ui.css';

applyTheme(storedTheme());
const root = document.getElementById('root');
if (root === null) {
  throw new Error('index.html has no element with the id root');
}
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
