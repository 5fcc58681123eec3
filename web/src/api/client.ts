import { QueryCache, QueryClient } from '@tanstack/react-query';
import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from './curation.gen';
import { ApiError, errorOf, isApiError } from './errors';

export type Schemas = components['schemas'];
export type Session = Schemas['Session'];

export const kSessionKey = ['session'] as const;

/** Server state lives here and nowhere else. Only what may pass is asked for again. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    // A session that ran out shows in the header as soon as any answer says so.
    onError: (error, query) => {
      if (isApiError(error) && error.needsSignIn && query.queryKey[0] !== kSessionKey[0]) {
        void queryClient.invalidateQueries({ queryKey: kSessionKey });
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (count, error) => count < 2 && (!isApiError(error) || (error.isPassing && error.status !== 429)),
    },
    mutations: { retry: false },
  },
});

const kSafe = new Set(['GET', 'HEAD']);

/** Writing needs the token of the session; a browser adds the Origin by itself. */
function csrfToken(): string | undefined {
  return queryClient.getQueryData<Session>(kSessionKey)?.csrf_token;
}

const middleware: Middleware = {
  onRequest({ request }) {
    const token = csrfToken();
    if (!kSafe.has(request.method) && token !== undefined) {
      request.headers.set('X-CSRF-Token', token);
    }
    request.headers.set('Accept', 'application/json');
    return request;
  },
  async onResponse({ response }) {
    if (!response.ok) {
      throw await errorOf(response);
    }
    return response;
  },
};

/** The routes of docs/openapi/curation.yaml, typed. Anything but a success throws an `ApiError`. */
export const api = createClient<paths>({ fetch: (request) => fetch(request) });
api.use(middleware);

/** The body of a success; `api` has thrown for everything else. */
export async function bodyOf<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  if (data === undefined) {
    throw new ApiError(0, 'The server sent an empty answer');
  }
  return data;
}

/** GET of a route that no OpenAPI file describes (suggestions, searches, reference data). */
export async function getJson<T>(path: string, query: Record<string, string | number | undefined> = {}): Promise<T> {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) {
      parameters.set(name, String(value));
    }
  }
  const text = parameters.toString();
  const response = await fetch(text === '' ? path : `${path}?${text}`, { headers: { Accept: 'application/json' } });
  if (!response.ok) {
    throw await errorOf(response);
  }
  return (await response.json()) as T;
}
