"""Drawing readings, so that people can see them. Functions on readings, not methods of them."""

from mediakit.show.chains import show_chain_html as show_chain_html
from mediakit.show.chains import show_chain_text as show_chain_text
from mediakit.show.marks import show_html as show_html
from mediakit.show.marks import show_table as show_table
from mediakit.show.marks import show_text as show_text
from mediakit.show.signs import show_signs as show_signs
from mediakit.show.tables import table_of_attributions as table_of_attributions
from mediakit.show.tables import table_of_marks as table_of_marks
