/** A chain of Key Events, one of them linked to three kinds of targets. Decoration. */
export function MappingPicture() {
  return (
    <svg className="mapping-picture" viewBox="0 0 420 210" aria-hidden="true">
      <g className="mp-chain">
        <path d="M42 48h88M158 48h88M274 48h88" />
        <circle cx="30" cy="48" r="12" />
        <circle cx="260" cy="48" r="12" />
        <circle cx="376" cy="48" r="12" />
      </g>
      <g className="mp-links">
        <path d="M144 64C144 118 66 96 66 142" />
        <path d="M144 64C144 110 206 98 206 142" />
        <path d="M144 64C144 96 346 88 346 142" />
      </g>
      <circle className="mp-ke" cx="144" cy="48" r="16" />
      <text x="144" y="20">
        Key Event
      </text>
      <g className="mp-targets">
        <rect x="16" y="144" width="100" height="34" rx="6" />
        <rect x="156" y="144" width="100" height="34" rx="17" />
        <path d="M308 144h76l14 17-14 17h-76l-14-17z" />
        <text x="66" y="166">
          pathway
        </text>
        <text x="206" y="166">
          GO term
        </text>
        <text x="346" y="166">
          reaction
        </text>
      </g>
    </svg>
  );
}
