import { Component, type ReactNode } from 'react';
import { Button } from './Button';

/** A page that broke, or whose file is gone because a newer version is installed, is shown as such. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    if (this.state.error === undefined) {
      return this.props.children;
    }
    return (
      <div className="page">
        <h1>This page broke</h1>
        <p>Perhaps a newer version was installed while it was open. Loading it again usually helps; drafts are kept.</p>
        <p className="fine">{this.state.error.message}</p>
        <Button kind="primary" onClick={() => window.location.reload()}>
          Load it again
        </Button>
      </div>
    );
  }
}
