"""What a request comes to in containers and billing units, and what its diagnosis codes leave open."""
