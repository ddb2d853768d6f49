interface SkipProps {
  /** The id of what it leads to. */
  to: string;
  words: string;
  /** Where the focus goes. */
  go: () => void;
}

/** The page's first stop of Tab, seen while it has the focus. */
export function SkipLink({ to, words, go }: SkipProps) {
  const follow = (event: MouseEvent): void => {
    // An address with a fragment would be one more step back in the history.
    event.preventDefault();
    go();
  };
  return <a class="skip" data-testid="skip" href={`#${to}`} onClick={follow}>{words}</a>;
}
