"""A data folder made from the published files, as an operator makes it."""

import subprocess

from kewp_server import KEWP, SHARED_DATA

HGNC = "aopwiki/HGNCgenes.txt.gz"
IMPORTS = [
    ("aopwiki", ["reference-datafolder/ke_metadata-202602.json.gz", "aopwiki/ke_aop_membership-20260723.json.gz",
                 "aopwiki/aops-20260613.ttl.gz", "aopwiki/aopwiki-relationships-20260613.ttl.gz"]),
    ("wikipathways", ["wikipathways/wikipathways-database-20260822-Homo_sapiens.tar.gz",
                      "genes/hsapiens_gene_ensembl.tsv.gz", HGNC]),
    ("reactome", ["reactome/ReactomePathways-202509.gmt.gz", "reactome/ReactomePathwaysRelation-202509.txt.gz", HGNC]),
    ("go", ["go/go-basic-20240117-isa.obo.gz", "go/go_bp_hierarchy-202509.tsv.gz", "go/go_mf_hierarchy-202509.tsv.gz",
            "go/GO_BP-202509.gmt.gz", "go/GO_MF-202509.gmt.gz", HGNC]),
]


def real_data(folder):
    for source, files in IMPORTS:
        subprocess.run([KEWP, "import", source, *[str(SHARED_DATA / name) for name in files], "--data", str(folder),
                        "--quiet"], check=True)
    return folder
