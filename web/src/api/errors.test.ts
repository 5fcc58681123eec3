import { describe, expect, it } from 'vitest';
import { ApiError, asApiError, errorOf } from './errors';

function problem(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
}

describe('errorOf', () => {
  it('keeps message, fields and request id of a problem', async () => {
    const error = await errorOf(
      problem(400, { status: 400, detail: 'd', error: 'basis: unknown', details: { basis: ['is unknown', 'twice'] }, request_id: 'r1' }),
    );
    expect(error.status).toBe(400);
    expect(error.message).toBe('basis: unknown');
    expect(error.fieldMessage('basis')).toBe('is unknown twice');
    expect(error.fieldMessage('coverage')).toBeUndefined();
    expect(error.requestId).toBe('r1');
  });

  it('makes do with a page of a proxy', async () => {
    const error = await errorOf(problem(502, '<html>Bad gateway</html>'));
    expect(error.status).toBe(502);
    expect(error.message).toContain('502');
    expect(error.isPassing).toBe(true);
  });

  it('says how long to wait', async () => {
    expect((await errorOf(problem(429, {}, { 'Retry-After': '120' }))).retryAfter).toBe(120);
    expect((await errorOf(problem(429, {}))).retryAfter).toBeUndefined();
  });
});

describe('asApiError', () => {
  it('tells a lost connection from a refusal', () => {
    expect(asApiError(new TypeError('Failed to fetch')).message).toContain('nothing that you typed is lost');
    const refused = new ApiError(401, 'Sign in first');
    expect(asApiError(refused)).toBe(refused);
    expect(refused.needsSignIn).toBe(true);
    expect(refused.isPassing).toBe(false);
  });
});
