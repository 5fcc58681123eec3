/** What the server says in application/problem+json. */
interface ProblemBody {
  status?: number;
  detail?: string;
  error?: string;
  details?: Record<string, string[]>;
  request_id?: string;
}

/** An answer that is no success, or none at all (`status` 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    message: string,
    /** Messages by form field; in a 409 `pending_proposal` or `approved_mapping` with the uuid that stands in the way. */
    readonly fields: Readonly<Record<string, readonly string[]>> = {},
    readonly requestId: string | undefined = undefined,
    /** Seconds to wait, where the server says so. */
    readonly retryAfter: number | undefined = undefined,
  ) {
    super(message);
  }

  /** The session is missing or over: sign in and send the same again. */
  get needsSignIn(): boolean {
    return this.status === 401;
  }

  /** No answer came, or the server could not answer now: the same may succeed later. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }

  fieldMessage(field: string): string | undefined {
    return this.fields[field]?.join(' ');
  }
}

const kNoAnswer = 'No answer from the server. Check your connection; nothing that you typed is lost.';

export function isApiError(error: unknown): error is ApiError {
  return error instanceof ApiError;
}

/** Whatever was thrown, as something to show. */
export function asApiError(error: unknown): ApiError {
  if (isApiError(error)) {
    return error;
  }
  return new ApiError(0, error instanceof TypeError ? kNoAnswer : String(error instanceof Error ? error.message : error));
}

/** Reads the error out of an answer; one that is no problem+json (a proxy's page) gets a plain message. */
export async function errorOf(response: Response): Promise<ApiError> {
  let body: ProblemBody = {};
  try {
    body = (await response.json()) as ProblemBody;
  } catch {
    // Not JSON: the status has to do.
  }
  const wait = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const message = body.error ?? body.detail ?? `The server answered ${response.status} ${response.statusText}`.trim();
  return new ApiError(
    response.status,
    message,
    body.details ?? {},
    body.request_id,
    Number.isFinite(wait) ? wait : undefined,
  );
}
