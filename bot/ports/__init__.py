"""What the core asks of the outside: a Store, a Messenger, a Directory and a Clock.

The Store's port speaks the product's words, so that one conformance suite holds for every database.
"""

from bot.ports.deliveries import EACH, Deliveries
from bot.ports.figures import Figures
from bot.ports.installations import Installations, References
from bot.ports.kudos import Gifts, SmallGifts
from bot.ports.outside import Clock, Directory, Messenger, Pace, Person, Room
from bot.ports.store import Act, Arrival, Audit, Identities, Store, T, Transaction
from bot.ports.teams import DueTeam, Teams, Waiting
from bot.ports.week import Asked, Lessons, Look, Quizzes
from bot.ports.workspaces import Conversations, Members, Workspaces

__all__ = [
    "EACH",
    "Act",
    "Arrival",
    "Asked",
    "Audit",
    "Clock",
    "Conversations",
    "Deliveries",
    "Directory",
    "DueTeam",
    "Figures",
    "Gifts",
    "Identities",
    "Installations",
    "Lessons",
    "Look",
    "Members",
    "Messenger",
    "Pace",
    "Person",
    "Quizzes",
    "References",
    "Room",
    "SmallGifts",
    "Store",
    "T",
    "Teams",
    "Transaction",
    "Waiting",
    "Workspaces",
]
