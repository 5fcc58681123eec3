import { describe, expect, it } from 'vitest';
import { actionText, changesOf } from './history';

describe('a line of a history', () => {
  it('says in words what was done, and shows an action that it does not know', () => {
    expect(actionText('mapping.withdraw')).toBe('withdrew it');
    expect(actionText('mapping.merge')).toBe('mapping.merge');
  });

  it('lists what differs, without what changes each time', () => {
    const changes = changesOf({
      action: 'mapping.change',
      changes: { confidence: ['low', 'high'], updated_at: ['a', 'b'], override_reason: [null, 'new study'] },
    });
    expect(changes).toEqual([
      { field: 'confidence', before: 'low', after: 'high' },
      { field: 'override reason', before: '–', after: 'new study' },
    ]);
  });

  it('lists nothing for the beginning', () => {
    expect(changesOf({ action: 'mapping.create', changes: { confidence: [null, 'high'] } })).toEqual([]);
  });
});
