"""Drawing readings, so that people can see them. Functions on readings, not methods of them."""

from mediakit.show.chains import show_chain_text as show_chain_text
from mediakit.show.chains import show_mermaid as show_mermaid
from mediakit.show.marks import show_attributions as show_attributions
from mediakit.show.marks import show_html as show_html
from mediakit.show.marks import show_table as show_table
from mediakit.show.marks import show_text as show_text
