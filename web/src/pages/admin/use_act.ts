import { useCallback, useState } from 'react';
import { asApiError, type ApiError } from '@/api/errors';
import { useAskSignIn } from '@/app/SignInDialog';

/** Sends something; asks for a sign-in when the session is over, and sends again. `undefined`: it failed, see `problem`. */
export function useAct() {
  const askSignIn = useAskSignIn();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiError>();
  const run = useCallback(
    async <T>(work: () => Promise<T>): Promise<T | undefined> => {
      setBusy(true);
      setProblem(undefined);
      try {
        return await work();
      } catch (thrown) {
        const error = asApiError(thrown);
        if (error.needsSignIn && (await askSignIn('Your session is over. Sign in, and it is sent.'))) {
          try {
            return await work();
          } catch (again) {
            setProblem(asApiError(again));
            return undefined;
          }
        }
        setProblem(error);
        return undefined;
      } finally {
        setBusy(false);
      }
    },
    [askSignIn],
  );
  return { busy, problem, run, clear: useCallback(() => setProblem(undefined), []) };
}
